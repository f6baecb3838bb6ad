package demoapp.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One https request as a browser would make it: to the host by its name, trusting one CA only, whatever DNS says. */
public final class HttpsProof {
    private static final int TIMEOUT = 5000;

    /** @param status the answer's HTTP status */
    public record Answer(int status, X509Certificate certificate) { }

    private HttpsProof() { }

    /**
     * @param address where the Ingress listens
     * @param trusted the CA, or the certificate itself where it is self-signed
     * @throws IOException when nothing answers; SSLException when the certificate is not what it should be
     */
    public static Answer ask(String host, String address, int port, X509Certificate trusted) throws IOException {
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), TIMEOUT);
            plain.setSoTimeout(TIMEOUT);
            var socket = (SSLSocket) trusting(trusted).getSocketFactory().createSocket(plain, host, port, true);
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nUser-Agent: demoapp\r\n\r\n"
                    .formatted(host).getBytes(StandardCharsets.US_ASCII));
            var line = firstLine(socket);
            if (!line.matches("HTTP/1\\.\\d \\d{3}.*")) {
                throw new IOException("it does not answer in HTTP: " + line);
            }
            return new Answer(Integer.parseInt(line.substring(9, 12)),
                    (X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
    }

    private static String firstLine(SSLSocket socket) throws IOException {
        var line = new StringBuilder();
        var in = socket.getInputStream();
        for (var c = in.read(); c >= 0 && c != '\n' && line.length() < 1000; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static SSLContext trusting(X509Certificate certificate) throws SSLException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("trusted", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SSLException(e);
        }
    }
}
