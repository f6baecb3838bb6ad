package demoapp.playground.edge;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;

/** A CA of the user's own, and the TLS Secrets that they make with it. */
final class CertificateAuthority {
    private static final X500Principal NAME = new X500Principal("CN=the user's own CA");

    private final KeyPair key = keyPair("EC", 256);
    private final X509Certificate certificate = sign(NAME, key, null);

    X509Certificate certificate() {
        return certificate;
    }

    /** A Secret's manifest with a certificate for the hosts. */
    String secret(String name, String... hosts) {
        var leaf = keyPair("EC", 256);
        return secret(name, leaf, pem(pkcs8(leaf)), hosts);
    }

    /** Its key is in PKCS #1, RSA's own old form. */
    String rsaSecret(String name, String... hosts) {
        var leaf = keyPair("RSA", 2048);
        return secret(name, leaf, pem(leaf.getPrivate()), hosts);
    }

    private String secret(String name, KeyPair leaf, String key, String... hosts) {
        var names = Arrays.stream(hosts).map(host -> new GeneralName(GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        return manifest(name, pem(sign(new X500Principal("CN=" + hosts[0]), leaf, new GeneralNames(names))), key);
    }

    private static JcaPKCS8Generator pkcs8(KeyPair leaf) {
        try {
            return new JcaPKCS8Generator(leaf.getPrivate(), null);
        } catch (PemGenerationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String manifest(String name, String certificate, String key) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata: {name: %s}
                data:
                  tls.crt: %s
                  tls.key: %s
                """.formatted(name, base64(certificate), base64(key));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }

    private X509Certificate sign(X500Principal subject, KeyPair leaf, GeneralNames names) {
        try {
            var builder = new JcaX509v3CertificateBuilder(NAME, new BigInteger(63, new SecureRandom()),
                    Date.from(Instant.now().minus(Duration.ofHours(1))),
                    Date.from(Instant.now().plus(Duration.ofDays(1))), subject, leaf.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names == null));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair keyPair(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(Object object) {
        try (var text = new StringWriter(); var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
            writer.flush();
            return text.toString();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
