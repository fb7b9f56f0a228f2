"""The demo's made-up data: a bakery whose days follow a recipe, so that the product can be tried without anybody's data."""
