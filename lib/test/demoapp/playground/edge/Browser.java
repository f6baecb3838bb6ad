package demoapp.playground.edge;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Who comes from outside the cluster: a client to which every host's name leads to 127.0.0.1. */
final class Browser {
    /** @param certificate the server's; null over plain http */
    record Answer(int status, String head, String body, X509Certificate certificate) {
        /** "" when it is not there. */
        String header(String name) {
            return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
        }
    }

    private final SSLContext tls;

    private Browser(SSLContext tls) {
        this.tls = tls;
    }

    /** Trusts only this certificate and what it has signed; it knows nothing of former sessions. */
    static Browser trusting(X509Certificate certificate) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new Browser(context);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Answer get(String host, int port, String path) throws IOException {
        return https(host, port, "GET %s HTTP/1.1\r\n".formatted(path), "");
    }

    /** @throws javax.net.ssl.SSLException when the certificate is not trusted, or not for that host */
    Answer https(String host, int port, String start, String body) throws IOException {
        try (var plain = new Socket("127.0.0.1", port);
                var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return exchange(socket, host, start, body,
                    (X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
    }

    static Answer http(int port, String start, String body) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            return exchange(socket, "127.0.0.1:" + port, start, body, null);
        }
    }

    /** @param start the request's line, and headers of its own */
    private static Answer exchange(Socket socket, String host, String start, String body, X509Certificate certificate)
            throws IOException {
        socket.setSoTimeout(90_000);
        var request = "%sHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(start, host, body.getBytes(StandardCharsets.UTF_8).length, body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + answer);
        }
        return new Answer(Integer.parseInt(answer.split(" ")[1]), answer.substring(0, end), answer.substring(end + 4),
                certificate);
    }
}
