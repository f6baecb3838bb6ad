package demoapp.playground;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;

/** Asks a playground about itself, through its folder's port, certificate and token. */
record Client(int port, String authority, String token) {
    private static final int TIMEOUT_MILLIS = 10_000; // a busy one takes its time; where none listens that is known at once

    /** Empty when there never was one in the folder. */
    static Optional<Client> of(Folder folder) {
        return folder.read("port").flatMap(port -> folder.read("ca.crt").flatMap(authority -> folder.read("token")
                .map(token -> new Client(Integer.parseInt(port.strip()), authority, token))));
    }

    /** Empty when nobody answers, or somebody else than our playground does. */
    Optional<Map<String, Object>> about() {
        try {
            var connection = (HttpsURLConnection) URI.create("https://%s:%d/playground"
                    .formatted(InetAddress.getLoopbackAddress().getHostAddress(), port)).toURL().openConnection();
            connection.setSSLSocketFactory(trusting().getSocketFactory());
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            try (var answer = connection.getInputStream()) {
                return Optional.of(Json.read(answer.readAllBytes()));
            }
        } catch (IOException | GeneralSecurityException | JacksonException notOurs) {
            return Optional.empty();
        }
    }

    /** TLS that trusts this playground and nobody else. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("playground", CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
