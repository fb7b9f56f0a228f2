"""Numbers made readable: sentences, charts and reports. Knows the vocabulary, no store, no engine and no Streamlit."""
