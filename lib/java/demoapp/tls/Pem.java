package demoapp.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

import demoapp.Problem;

/** Certificates and keys as text, of all the kinds that are about: PKCS#1, PKCS#8, SEC1, each encrypted or not. */
final class Pem {
    private Pem() { }

    /** @param from how a message names the source */
    static List<X509Certificate> certificates(String text, String from) {
        var certificates = new ArrayList<X509Certificate>();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            throw Problem.failed(from + " is damaged: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw Problem.failed(from + " has no certificate (PEM: -----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /** @param password asked for only when the key is encrypted */
    static PrivateKey key(String text, String from, Supplier<char[]> password) {
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                var key = key(object, password);
                if (key != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                }
            }
        } catch (PEMException | PKCSException e) {
            throw Problem.failed("the key in " + from + " cannot be read: wrong password, or damaged");
        } catch (IOException | OperatorCreationException | RuntimeException e) {
            if (e instanceof Problem problem) {
                throw problem;
            }
            throw Problem.failed("the key in " + from + " cannot be read: it is damaged, or of an unknown kind");
        }
        throw Problem.failed(from + " has no private key (PEM: -----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKeyInfo key(Object object, Supplier<char[]> password)
            throws IOException, PKCSException, OperatorCreationException {
        if (object instanceof PEMEncryptedKeyPair pair) {
            return pair.decryptKeyPair(new BcPEMDecryptorProvider(password.get())).getPrivateKeyInfo();
        }
        if (object instanceof PKCS8EncryptedPrivateKeyInfo info) {
            return info.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().build(password.get()));
        }
        return object instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : object instanceof PrivateKeyInfo info ? info : null;
    }

    static String of(List<X509Certificate> certificates) {
        return write(certificates.toArray());
    }

    /** As PKCS#8. */
    static String of(PrivateKey key) {
        try {
            return write(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Object... objects) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (var object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
