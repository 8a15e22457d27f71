"""What the room of reports keeps."""
