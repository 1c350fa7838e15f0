"""The second factor (第二因素): one-time codes by time, for whoever may see a person's values whole."""
