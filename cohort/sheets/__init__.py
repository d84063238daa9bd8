"""Reading a hub's workbook: the file, its layout, its cells and its rows; knows no database and no settings."""
