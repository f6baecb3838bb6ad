package demoapp.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import demoapp.Problem;

/** A private key and its certificate, which the certificates that vouch for it may follow. */
public record Bundle(List<X509Certificate> chain, PrivateKey key) {
    public X509Certificate certificate() {
        return chain.get(0);
    }

    String chainPem() {
        return Pem.of(chain);
    }

    String keyPem() {
        return Pem.of(key);
    }

    /** The day on which the certificate runs out, UTC. */
    public static String lastDay(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /**
     * Checks what a user brings.
     *
     * @param names whom it has to be for
     * @throws Problem when the key is another's, the chain is not in order, something has run out, or a name is not covered
     */
    void check(SubjectNames names) {
        if (!fits()) {
            throw Problem.failed("the key does not belong to the certificate of " + certificate().getSubjectX500Principal());
        }
        for (var one : chain) {
            if (one.getNotAfter().toInstant().isBefore(Instant.now())) {
                throw Problem.failed("the certificate of " + one.getSubjectX500Principal() + " ran out on " + lastDay(one));
            }
            if (one.getNotBefore().toInstant().isAfter(Instant.now())) {
                throw Problem.failed("the certificate of " + one.getSubjectX500Principal() + " is valid only from "
                        + one.getNotBefore().toInstant());
            }
        }
        for (var i = 0; i + 1 < chain.size(); i++) {
            if (!isSignedBy(chain.get(i), chain.get(i + 1))) {
                throw Problem.failed("the chain is not in order: " + chain.get(i).getSubjectX500Principal() + " is not signed by "
                        + chain.get(i + 1).getSubjectX500Principal() + ". The server's own comes first, then who signed it");
            }
        }
        var missing = names.missingIn(certificate());
        if (!missing.isEmpty()) {
            throw Problem.failed("the certificate is not for " + String.join(", ", missing) + ", but for "
                    + SubjectNames.of(certificate()));
        }
    }

    private boolean fits() {
        try {
            var signature = Signature.getInstance(switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC", "ECDSA" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            });
            signature.initSign(key);
            signature.update((byte) 1);
            var signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
