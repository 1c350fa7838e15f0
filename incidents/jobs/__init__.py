"""The jobs of the worker (后台任务), by what they are about."""
