"""Open data (开放数据): the page and the files, for anybody, at addresses that stay."""
