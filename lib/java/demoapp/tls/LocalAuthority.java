package demoapp.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import demoapp.Problem;

/**
 * This user's own CA for development, in a folder of the user's configuration: made once, its key for nobody else to read.
 * Whoever trusts it takes every certificate that it signs, so its key stays on this machine.
 */
public record LocalAuthority(Path folder) {
    private static final String CERTIFICATE = "ca.crt";
    private static final String KEY = "ca.key";

    /** In $XDG_CONFIG_HOME or ~/.config; on Windows in %APPDATA%. */
    public static LocalAuthority standard() {
        var home = Stream.of(System.getenv("HOME"), System.getProperty("user.home")).filter(dir -> dir != null && !dir.isBlank())
                .findFirst().orElse(".");
        var configuration = Stream.of(System.getenv("XDG_CONFIG_HOME"), System.getenv("APPDATA"))
                .filter(dir -> dir != null && !dir.isBlank()).findFirst().map(Path::of).orElse(Path.of(home, ".config"));
        return new LocalAuthority(configuration.resolve("demoapp"));
    }

    public Path certificateFile() {
        return folder.resolve(CERTIFICATE);
    }

    /** Empty when it has not been made yet. */
    public Optional<Bundle> read() {
        var certificate = certificateFile();
        var key = folder.resolve(KEY);
        if (!Files.exists(certificate) && !Files.exists(key)) {
            return Optional.empty();
        }
        var bundle = new Bundle(Pem.certificates(text(certificate), certificate.toString()),
                Pem.key(text(key), key.toString(), () -> {
                    throw Problem.failed(key + " is encrypted");
                }));
        bundle.check(new SubjectNames(List.of(), List.of()));
        return Optional.of(bundle);
    }

    /** The file to be trusted; made if need be. It may have come from elsewhere, without the key. */
    public Path trustable() {
        if (!Files.exists(certificateFile())) {
            readOrCreate();
        }
        return certificateFile();
    }

    /** Made if need be; of several who ask at the same time one makes it. */
    public Bundle readOrCreate() {
        return locked(() -> read().orElseGet(() -> {
            var bundle = Issuing.authority(user());
            PrivateFile.write(folder.resolve(KEY), bundle.keyPem(), "r--------");
            PrivateFile.write(certificateFile(), bundle.chainPem(), "rw-r--r--");
            return bundle;
        }));
    }

    /** Does something while no other process, and no other thread of this one, does. */
    <T> T locked(Supplier<T> work) {
        PrivateFile.createFolder(folder);
        synchronized (LocalAuthority.class) { // a file lock is the whole process'
            try (var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("no lock");
                }
                return work.get();
            } catch (IOException e) {
                throw Problem.failed("cannot use the folder of the local CA, " + folder + ": " + e);
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Problem.failed("cannot read " + file + ", which belongs to the local CA: " + e);
        }
    }

    private static String user() {
        var user = System.getProperty("user.name").replaceAll("[^\\w.-]", "");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.-]", "");
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
