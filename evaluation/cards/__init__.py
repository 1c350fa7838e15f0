"""What a page or a file shows of figures (考核卡片): one table for screen, workbook and paper alike."""
