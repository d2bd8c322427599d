"""Cases that the server and the browser must decide alike."""
