package demoapp.playground.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's certificate, with what leads to its CA, and its key. */
record TlsCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2; // as X509Certificate numbers the kinds of alternative names
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /** @throws IOException says what is wrong with the texts, which should be PEM, or that they do not belong together */
    static TlsCertificate parse(String certificates, String key) throws IOException {
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8)))
                    .stream().map(X509Certificate.class::cast).toList();
            if (chain.isEmpty()) {
                throw new IOException("tls.crt holds no certificate");
            }
            var parsed = new TlsCertificate(chain, parseKey(key));
            parsed.checkKey();
            return parsed;
        } catch (GeneralSecurityException unreadable) {
            throw new IOException("tls.crt is no certificate in PEM", unreadable);
        }
    }

    /** A private key in any of its forms: PKCS #8, or RSA's and EC's own. */
    private static PrivateKey parseKey(String pem) throws IOException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PrivateKeyInfo || part instanceof PEMKeyPair) {
                    var info = part instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) part;
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new IOException("tls.key is no key in PEM", unreadable);
        }
        throw new IOException("tls.key holds no private key");
    }

    private void checkKey() throws IOException {
        try {
            var algorithm = SIGNATURES.get(key.getAlgorithm());
            if (algorithm == null) {
                throw new IOException("tls.key is of an unknown kind: " + key.getAlgorithm());
            }
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1); // Ed25519 wants something to sign
            var signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update((byte) 1);
            if (!signature.verify(signed)) {
                throw new IOException("tls.key does not belong to tls.crt");
            }
        } catch (GeneralSecurityException different) {
            throw new IOException("tls.key does not belong to tls.crt", different);
        }
    }

    /** Whether it is for that host, by its alternative names or, when it has none, its common name. */
    boolean covers(String host) {
        return names().stream().anyMatch(name -> Hosts.matches(name, host));
    }

    private List<String> names() {
        try {
            var names = chain.get(0).getSubjectAlternativeNames();
            if (names != null) {
                return names.stream().filter(name -> name.get(0).equals(DNS_NAME))
                        .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT)).toList();
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        var name = COMMON_NAME.matcher(chain.get(0).getSubjectX500Principal().getName());
        return name.find() ? List.of(name.group(1).toLowerCase(Locale.ROOT)) : List.of();
    }

    /** What serves where no Secret does: self-signed, so that every client warns. */
    static TlsCertificate selfSigned() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Principal("CN=playground default");
            var from = Instant.now().minus(Duration.ofHours(1));
            var builder = new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(from.toEpochMilli()),
                    Date.from(from), Date.from(from.plus(Duration.ofDays(365))), name, pair.getPublic());
            var encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded.getEncoded()));
            return new TlsCertificate(List.of((X509Certificate) certificate), pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("cannot make a certificate", impossible);
        }
    }
}
