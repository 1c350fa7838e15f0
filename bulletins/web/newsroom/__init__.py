"""The office's side of bulletins (编辑台): write, warn, ask, read what residents answered."""
