package demoapp.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import demoapp.Problem;

/** A certificate and key that the user has. */
public final class BroughtCertificate {
    private BroughtCertificate() { }

    /**
     * Reads them; a terminal is asked for the key's password, if it has one.
     *
     * @return null when the user brings none
     * @throws Problem when one of the two is missing, or cannot be read
     */
    public static Bundle read(Path certificate, Path key) {
        if ((certificate == null) != (key == null)) {
            throw Problem.usage("--cert and --key go together");
        }
        if (certificate == null) {
            return null;
        }
        var chain = Pem.certificates(text(certificate), certificate.toString());
        return new Bundle(chain, Pem.key(text(key), key.toString(), () -> password(key)));
    }

    private static char[] password(Path key) {
        var console = System.console();
        var password = console == null ? null : console.readPassword("password of %s: ", key);
        if (password == null) {
            throw Problem.failed(key + " is encrypted, and there is no terminal to ask for its password."
                    + " openssl pkey -in FILE -out PLAIN takes it off");
        }
        return password;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Problem.failed("cannot read " + file + (Files.exists(file) ? ": " + e : ": it is not there"));
        }
    }
}
