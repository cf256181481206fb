"""From one edition to a folder of documents. Start at `documents.write_documents`."""
