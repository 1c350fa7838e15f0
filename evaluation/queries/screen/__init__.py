"""The questions of the command centre (大屏): one set of statements for an area, whoever looks."""
