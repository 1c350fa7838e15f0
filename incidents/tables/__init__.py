"""Tables in text files (表格文件), read line by line: a broken line is told with its number and stops nothing. Pure."""

from incidents.tables.encoding import encoding_of
from incidents.tables.reading import Row, Table, TableRefused, open_table

__all__ = ["Row", "Table", "TableRefused", "encoding_of", "open_table"]
