"""Finding what was written: notes, letters, addenda, events of sessions and the text of documents."""
