package demoapp.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The two kinds of keys that every browser takes. */
public enum KeyType {
    RSA2048("SHA256withRSA"), EC_P256("SHA256withECDSA");

    final String signature;

    KeyType(String signature) {
        this.signature = signature;
    }

    KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(this == RSA2048 ? "RSA" : "EC");
            if (this == RSA2048) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has both
        }
    }

    /** As the option has them: rsa2048, ec-p256. */
    public static final class Converter implements ITypeConverter<KeyType> {
        @Override
        public KeyType convert(String text) {
            return switch (text) {
                case "rsa2048" -> RSA2048;
                case "ec-p256" -> EC_P256;
                default -> throw new TypeConversionException("'" + text + "' is neither rsa2048 nor ec-p256");
            };
        }
    }
}
