"""The command centre (大屏): pages, figures as JSON, and links for walls."""
