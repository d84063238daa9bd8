"""Forms: what people type, checked and put into the terms of the actions; one module per group of pages."""
