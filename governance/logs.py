"""placeholder"""

import logging


class JSONFormatter(logging.Formatter): ...
