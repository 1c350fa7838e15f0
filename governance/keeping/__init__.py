"""Pages of the administrators (管理页面): people, units, posts, the record."""
