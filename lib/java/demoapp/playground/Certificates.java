package demoapp.playground;

/** The API server's own CA and its certificate and key, as PEM. */
record Certificates(String authority, String certificate, String key) { }
