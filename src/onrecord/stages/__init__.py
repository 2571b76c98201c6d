"""The stages, one file (or package) each, in the order of `onrecord.pipeline`."""
