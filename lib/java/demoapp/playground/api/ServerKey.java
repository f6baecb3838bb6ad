package demoapp.playground.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;

/**
 * The server's key and certificate for TLS. Vert.x' own PEM options would go by a PKCS #12 store, whose password takes a
 * tenth of a second to derive.
 */
final class ServerKey {
    private static final char[] PASSWORD = "in memory only".toCharArray();

    private ServerKey() { }

    /** @param certificate,key as PEM; the key is an EC key */
    static KeyManagerFactory manager(String certificate, String key) {
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
            var bytes = Base64.getMimeDecoder().decode(key.replaceAll("-----.*-----", ""));
            var store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry("server", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes)),
                    PASSWORD, new Certificate[] {chain});
            var manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            manager.init(store, PASSWORD);
            return manager;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("the server's certificate or key is unusable", unusable);
        }
    }
}
