package demoapp.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates as today's browsers take them: names as subject alternative names, CA:FALSE for servers, serverAuth, 825 days
 * at most (https://support.apple.com/103769), 128 random bits as serial number.
 */
final class Issuing {
    static final int MOST_DAYS = 825;
    private static final Duration AUTHORITY = Duration.ofDays(3650);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Issuing() { }

    /** A CA that may sign servers' certificates, but no further CA's. */
    static Bundle authority(String name) {
        var key = KeyType.EC_P256.generate();
        // Java finds a CA by its name, so no two may have the same.
        var subject = new X500Principal("CN=%s %08x,O=demoapp development CA".formatted(name, RANDOM.nextInt()));
        try {
            var builder = builder(subject, subject, key.getPublic(), notBefore().plus(AUTHORITY))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils()
                            .createSubjectKeyIdentifier(key.getPublic()));
            return new Bundle(List.of(sign(builder, KeyType.EC_P256, key.getPrivate())), key.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server's certificate, signed by the authority; the authority's follows it. */
    static Bundle server(Bundle authority, SubjectNames names, int days, KeyType type) {
        var end = notBefore().plus(Duration.ofDays(days)).minusSeconds(1);
        var last = authority.certificate().getNotAfter().toInstant();
        var key = type.generate();
        var builder = server(authority.certificate().getSubjectX500Principal(), names, key.getPublic(), type,
                end.isAfter(last) ? last : end, authority.certificate());
        return new Bundle(List.of(sign(builder, KeyType.EC_P256, authority.key()), authority.certificate()), key.getPrivate());
    }

    /** A certificate that vouches for itself, as the article's does. */
    static Bundle selfSigned(SubjectNames names, int days, KeyType type) {
        var key = type.generate();
        var builder = server(subject(names), names, key.getPublic(), type,
                notBefore().plus(Duration.ofDays(days)).minusSeconds(1), null);
        return new Bundle(List.of(sign(builder, type, key.getPrivate())), key.getPrivate());
    }

    private static JcaX509v3CertificateBuilder server(X500Principal issuer, SubjectNames names, PublicKey key, KeyType type,
            Instant end, X509Certificate authority) {
        var usage = KeyUsage.digitalSignature | (type == KeyType.RSA2048 ? KeyUsage.keyEncipherment : 0);
        try {
            var identifiers = new JcaX509ExtensionUtils();
            var builder = builder(issuer, subject(names), key, end);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            if (authority != null) {
                builder.addExtension(Extension.authorityKeyIdentifier, false,
                        identifiers.createAuthorityKeyIdentifier(authority));
            }
            return builder;
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames alternatives(SubjectNames names) {
        return new GeneralNames(Stream.concat(
                names.hosts().stream().map(host -> new GeneralName(GeneralName.dNSName, host)),
                names.ips().stream().map(ip -> new GeneralName(GeneralName.iPAddress, ip))).toArray(GeneralName[]::new));
    }

    /** A common name is 64 characters at most; nobody reads it but people. */
    private static X500Principal subject(SubjectNames names) {
        var first = Stream.concat(names.hosts().stream(), names.ips().stream()).findFirst().orElse("demoapp");
        return new X500Principal("CN=" + first.substring(0, Math.min(64, first.length())));
    }

    private static JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey key, Instant end) {
        // The first bit is 0, since a serial number is positive, and the second 1, so that it has its full length.
        var serial = new BigInteger(126, RANDOM).setBit(126);
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(notBefore()), Date.from(end), subject, key);
    }

    private static Instant notBefore() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(CLOCKS_DIFFER);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyType type, PrivateKey by) {
        try {
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder(type.signature).build(by)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
