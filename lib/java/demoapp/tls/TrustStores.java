package demoapp.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import demoapp.Problem;

/**
 * Where programs on this machine look for the CAs that they trust. What can be done without asking for more rights is done;
 * of the rest the command is told.
 */
public final class TrustStores {
    private static final String NAME = "demoapp development CA";
    private static final String ALIAS = "demoapp-ca";

    /** Browsers have their own, and so has Java. */
    public enum Store { SYSTEM, BROWSER, JAVA }

    /** Of Debian's and of Fedora's kind. @param update what takes a changed folder over */
    private record SystemStore(Path folder, String update) { }

    private static final List<SystemStore> SYSTEM = List.of(
            new SystemStore(Path.of("/usr/local/share/ca-certificates"), "update-ca-certificates"),
            new SystemStore(Path.of("/etc/pki/ca-trust/source/anchors"), "update-ca-trust"));

    private final Path certificate;
    private final Consumer<String> say;

    /** @param say takes what was done, and what is left to the user, a line each */
    public TrustStores(Path certificate, Consumer<String> say) {
        this.certificate = certificate.toAbsolutePath();
        this.say = say;
    }

    public void trust(Set<Store> stores) {
        if (stores.contains(Store.SYSTEM)) {
            system(true);
        }
        if (stores.contains(Store.BROWSER)) {
            for (var database : databases()) {
                var command = List.of("certutil", "-A", "-d", "sql:" + database, "-n", NAME, "-t", "C,,", "-i",
                        certificate.toString());
                tell("browser store " + database, has("certutil") && isThere(database) && run(command), "trusts it",
                        "(with certutil, Debian's libnss3-tools) mkdir -p " + quoted(database.toString()) + " && "
                        + shell(command));
            }
        }
        if (stores.contains(Store.JAVA)) {
            say.accept("Java: keytool -importcert -noprompt -cacerts -storepass changeit -alias " + ALIAS + " -file "
                    + quoted(certificate.toString()));
        }
    }

    public void untrust(Set<Store> stores) {
        if (stores.contains(Store.SYSTEM)) {
            system(false);
        }
        if (stores.contains(Store.BROWSER)) {
            for (var database : databases()) {
                if (has("certutil") && run(List.of("certutil", "-D", "-d", "sql:" + database, "-n", NAME))) {
                    say.accept("browser store " + database + ": does not trust it any more");
                }
            }
        }
        if (stores.contains(Store.JAVA)) {
            say.accept("Java: keytool -delete -cacerts -storepass changeit -alias " + ALIAS);
        }
    }

    /** Chromium makes its database only when it has to store something. */
    private static boolean isThere(Path database) {
        try {
            Files.createDirectories(database);
            return Files.exists(database.resolve("cert9.db"))
                    || run(List.of("certutil", "-N", "-d", "sql:" + database, "--empty-password"));
        } catch (IOException e) {
            return false;
        }
    }

    private void system(boolean trusted) {
        var name = System.getProperty("os.name");
        if (name.startsWith("Mac")) {
            say.accept("system store: " + (trusted
                    ? "security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "
                    : "security remove-trusted-cert ")
                    + quoted(certificate.toString()));
        } else if (name.startsWith("Windows")) {
            say.accept("system store: " + (trusted ? "certutil -user -addstore Root \"" + certificate + "\""
                    : "certutil -user -delstore Root \"" + NAME + "\""));
        } else {
            SYSTEM.stream().filter(store -> Files.isDirectory(store.folder)).findFirst().ifPresentOrElse(
                    store -> system(store, trusted), () -> say.accept("system store: not found"));
        }
    }

    private void system(SystemStore store, boolean trusted) {
        var file = store.folder.resolve(ALIAS + ".crt");
        var command = (trusted ? "sudo cp " + quoted(certificate.toString()) + " " + file : "sudo rm -f " + file)
                + " && sudo " + store.update;
        var done = false;
        if (Files.isWritable(store.folder)) {
            try {
                if (trusted) {
                    Files.copy(certificate, file, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.deleteIfExists(file);
                }
                done = run(List.of(store.update));
            } catch (IOException e) {
                throw Problem.failed("cannot change " + file + ": " + e);
            }
        }
        tell("system store", done, trusted ? "trusts it" : "does not trust it any more", command);
    }

    private void tell(String store, boolean done, String state, String otherwise) {
        say.accept(store + ": " + (done ? state : otherwise));
    }

    /** Chromium's, of which it takes the older place if that is there, and those of Firefox' profiles. */
    private static List<Path> databases() {
        var home = Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")));
        var old = home.resolve(".pki/nssdb");
        var found = new ArrayList<>(Stream.of(old, home.resolve(".local/share/pki/nssdb")).filter(Files::isDirectory).toList());
        if (found.isEmpty()) {
            found.add(old);
        }
        for (var profiles : List.of(home.resolve(".mozilla/firefox"), home.resolve("snap/firefox/common/.mozilla/firefox"),
                home.resolve("Library/Application Support/Firefox/Profiles"))) {
            try (var folders = Files.isDirectory(profiles) ? Files.list(profiles) : Stream.<Path>empty()) {
                found.addAll(folders.filter(folder -> Files.exists(folder.resolve("cert9.db"))).toList());
            } catch (IOException unreadable) {
                // A profile that cannot be looked into is somebody else's.
            }
        }
        return found;
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private static boolean run(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private static String shell(List<String> command) {
        return String.join(" ", command.stream().map(TrustStores::quoted).toList());
    }

    private static String quoted(String text) {
        return text.matches("[\\w./:=@,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
