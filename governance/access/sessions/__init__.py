"""Sessions of the pages (登录会话): whose they are, how long they live, and for which device (D7)."""
