"""Documents that leave the screen: to print, to download, to send."""
