package demoapp.kit;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import demoapp.tls.Bundle;
import demoapp.tls.SubjectNames;

/** What a browser looks at in a certificate. */
final class CertificateView extends Grid {
    CertificateView(String title, X509Certificate certificate) {
        super(title, List.of("Field", "Value"), List.of(
                List.of("for (SAN)", SubjectNames.of(certificate).toString()),
                List.of("subject", certificate.getSubjectX500Principal().getName()),
                List.of("signed by", certificate.getIssuerX500Principal().getName()),
                List.of("good until", Bundle.lastDay(certificate) + ", "
                        + Duration.between(Instant.now(), certificate.getNotAfter().toInstant()).toDays() + " days from now"),
                List.of("key", key(certificate)),
                List.of("is a CA", certificate.getBasicConstraints() < 0 ? "no, so it can sign no other"
                        : "yes, it can sign others")));
    }

    private static String key(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa ? "RSA, " + rsa.getModulus().bitLength() + " bits"
                : certificate.getPublicKey() instanceof ECPublicKey ec 
                        ? "elliptic curve, " + ec.getParams().getOrder().bitLength() + " bits"
                : certificate.getPublicKey().getAlgorithm();
    }
}
