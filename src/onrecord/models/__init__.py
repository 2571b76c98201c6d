"""One file a model: text or arrays in, scored spans or columns out; knows nothing of records."""
