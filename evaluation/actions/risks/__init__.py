"""Power on record (数据铁笼): rules over the ledger raise notices, and each notice is settled with a reason."""
