import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import demoapp.Trial;
import demoapp.Trial.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as users make and bring them; openssl and the Java of this machine are the judges. */
class CreateTlsSecretTest {
    @TempDir static Path folder;
    private static Trial trial;

    @BeforeAll
    static void start() {
        trial = new Trial(folder.resolve("playground"));
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    private static Path authority() {
        return folder.resolve("ca");
    }

    private static Run create(String... args) {
        var all = new ArrayList<>(List.of("--ca-dir", authority().toString()));
        all.addAll(List.of(args));
        return trial.run(new CreateTlsSecret(), all.toArray(String[]::new));
    }

    private static void assertDone(Run run) {
        assertEquals(0, run.exit(), run.err() + run.out());
    }

    /** The Secret's certificate or key, in a file. */
    private static Path stored(String name, String entry) throws IOException {
        var text = trial.get("v1 secrets/" + name).text("data", entry);
        return Files.write(folder.resolve(name + "-" + entry), Base64.getDecoder().decode(text));
    }

    private static String openssl(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ec-p256"})
    void openssl_takes_what_is_made(String keyType) throws Exception {
        var name = "made-" + keyType;
        assertDone(create(name, "--host", "shop.example.com", "--host", "*.dev.example.com", "--ip", "192.168.49.2",
                "--key-type", keyType));
        var certificate = stored(name, "tls.crt").toString();
        var ca = authority().resolve("ca.crt").toString();
        for (var who : List.of("-verify_hostname shop.example.com", "-verify_hostname a.dev.example.com",
                "-verify_ip 192.168.49.2")) {
            var said = openssl("verify", "-CAfile", ca, "-purpose", "sslserver", who.split(" ")[0], who.split(" ")[1],
                    certificate);
            assertTrue(said.endsWith(": OK\n"), said);
        }
        assertFalse(openssl("verify", "-CAfile", ca, "-verify_hostname", "other.example.com", certificate).endsWith(": OK\n"));
        assertFalse(openssl("verify", certificate).endsWith(": OK\n"), "nobody else vouches for it");

        var text = openssl("x509", "-in", certificate, "-noout", "-text");
        assertTrue(text.contains("CA:FALSE"), text);
        assertTrue(text.contains("DNS:shop.example.com, DNS:*.dev.example.com, IP Address:192.168.49.2"), text);
        assertTrue(text.contains("TLS Web Server Authentication"), text);
        assertTrue(text.contains("Digital Signature" + (keyType.equals("rsa2048") ? ", Key Encipherment" : "")), text);
        assertTrue(openssl("x509", "-in", certificate, "-noout", "-serial").matches("serial=[0-9A-F]{32}\n"));
        assertEquals("Certificate will not expire\n",
                openssl("x509", "-in", certificate, "-noout", "-checkend", Long.toString(Duration.ofDays(824).toSeconds())));
        assertEquals("Certificate will expire\n",
                openssl("x509", "-in", certificate, "-noout", "-checkend", Long.toString(Duration.ofDays(825).toSeconds())));
        assertEquals("kubernetes.io/tls", trial.get("v1 secrets/" + name).text("type"));
        assertEquals(openssl("x509", "-in", certificate, "-noout", "-pubkey"),
                openssl("pkey", "-in", stored(name, "tls.key").toString(), "-pubout"));
    }

    @Test
    void a_self_signed_one_is_no_ca_and_vouches_for_itself() throws Exception {
        assertDone(create("self", "--host", "shop.example.com", "--self-signed"));
        var certificate = stored("self", "tls.crt").toString();
        assertTrue(openssl("verify", "-CAfile", certificate, "-verify_hostname", "shop.example.com", certificate)
                .endsWith(": OK\n"));
        assertTrue(openssl("x509", "-in", certificate, "-noout", "-text").contains("CA:FALSE"));
    }

    @Test
    void the_hosts_default_is_step_4s() {
        assertDone(create());
        var again = create();
        assertDone(again);
        assertTrue(again.out().startsWith("secret/demoapp-puma-tls is still good until "), again.out());
    }

    @Test
    void it_is_made_anew_for_new_hosts_and_when_it_soon_runs_out_and_when_asked() {
        assertDone(create("anew", "--host", "a.example.com"));
        assertTrue(create("anew", "--host", "a.example.com").out().contains("still good"));
        assertTrue(create("anew", "--host", "b.example.com").out().contains("renewed for b.example.com"));
        assertTrue(create("anew", "--host", "b.example.com", "--days", "20", "--renew").out().contains("renewed"));
        assertTrue(create("anew", "--host", "b.example.com").out().contains("renewed"), "less than 30 days were left");
        assertTrue(create("anew", "--host", "b.example.com").out().contains("still good"));
    }

    @Test
    void keys_are_for_nobody_else() throws IOException {
        var out = Files.createDirectory(folder.resolve("out"));
        assertDone(create("files", "--host", "a.example.com", "--out", out.toString()));
        assertEquals("rw-------", permissions(out.resolve("files.key")));
        assertEquals("r--------", permissions(authority().resolve("ca.key")));
        assertEquals("rwx------", permissions(authority()));
        try (var left = Files.list(out)) {
            assertEquals(List.of("files.crt", "files.key"), left.map(file -> file.getFileName().toString()).sorted().toList());
        }
        var before = Files.readString(out.resolve("files.key"));
        var again = create("other", "--host", "a.example.com", "--out", out.toString());
        assertDone(again); // other names, other files
        var refused = create("files", "--host", "b.example.com", "--out", out.toString());
        assertEquals(1, refused.exit());
        assertEquals(before, Files.readString(out.resolve("files.key")));
        assertDone(create("files", "--host", "b.example.com", "--out", out.toString(), "--renew"));
        assertNotEquals(before, Files.readString(out.resolve("files.key")));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void many_at_once_make_one_ca_and_one_secret() throws Exception {
        var elsewhere = folder.resolve("ca-of-many");
        var runs = IntStream.range(0, 6).parallel().mapToObj(i -> trial.run(new CreateTlsSecret(), "many",
                "--host", "a.example.com",
                "--ca-dir", elsewhere.toString())).toList();
        runs.forEach(CreateTlsSecretTest::assertDone);
        var said = openssl("verify", "-CAfile", elsewhere.resolve("ca.crt").toString(), stored("many", "tls.crt").toString());
        assertTrue(said.endsWith(": OK\n"), said);
    }

    @Test
    void no_value_of_a_secret_is_ever_shown() {
        assertDone(create("secretive", "--host", "a.example.com"));
        var key = trial.get("v1 secrets/secretive").text("data", "tls.key");
        for (var args : List.of(List.of("--dry-run"), List.of("--dry-run", "-o", "json"), List.of("--renew"), List.of("-v"))) {
            var all = new ArrayList<>(List.of("secretive", "--host", "a.example.com"));
            all.addAll(args);
            var run = create(all.toArray(String[]::new));
            assertDone(run);
            assertFalse((run.out() + run.err()).contains("PRIVATE KEY"), run.out());
            assertFalse((run.out() + run.err()).contains(key.substring(40, 80)), run.out());
            assertFalse((run.out() + run.err()).contains("LS0tLS1"), run.out());
        }
    }

    @Test
    void a_dry_run_writes_nothing_neither_here_nor_there() {
        var nowhere = folder.resolve("not-made");
        var run = trial.run(new CreateTlsSecret(), "dry", "--host", "a.example.com", "--dry-run", "--ca-dir", nowhere.toString());
        assertDone(run);
        assertTrue(run.out().startsWith("secret/dry created for a.example.com, good until "), run.out());
        assertTrue(run.out().endsWith(" (dry run)\n"), run.out());
        assertFalse(Files.exists(nowhere));
        assertFalse(trial.has("v1 secrets/dry"));

        assertDone(create("dry", "--host", "a.example.com"));
        assertTrue(create("dry", "--host", "a.example.com", "--dry-run").out().contains("still good"));
        assertTrue(create("dry", "--host", "b.example.com", "--dry-run").out().contains("renewed for b.example.com"));
        assertTrue(create("dry", "--host", "a.example.com").out().contains("still good"));
    }

    /** openssl's own keys, of each form that is about. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PKCS#8 | genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out %s
            PKCS#1 | genrsa -traditional -out %s 2048
            SEC1   | ecparam -name prime256v1 -genkey -noout -out %s
            Ed25519 | genpkey -algorithm ed25519 -out %s
            """)
    void a_brought_certificate_is_taken(String form, String command) throws Exception {
        var key = folder.resolve("brought.key").toString();
        var certificate = folder.resolve("brought.crt").toString();
        openssl(command.formatted(key).split(" "));
        openssl("req", "-x509", "-key", key, "-subj", "/CN=x", "-days", "90", "-addext", "subjectAltName=DNS:b.example.com",
                "-out", certificate);
        var name = "brought-" + form.replaceAll("\\W", "").toLowerCase();
        assertDone(create(name, "--cert", certificate, "--key", key, "--host", "b.example.com"));
        assertTrue(openssl("verify", "-CAfile", certificate, stored(name, "tls.crt").toString()).endsWith(": OK\n"));
    }

    @Test
    void what_does_not_fit_is_refused() throws Exception {
        var ca = brought("ca", "/CN=ca", 3650, null);
        var leaf = brought("leaf", "/CN=leaf", 90, "ca");
        brought("other", "/CN=other", 90, null);
        brought("old", "/CN=old", -1, null);
        var reversed = Files.writeString(folder.resolve("reversed.crt"), Files.readString(ca) + Files.readString(leaf));
        var chain = Files.writeString(folder.resolve("chain.crt"), Files.readString(leaf) + Files.readString(ca));

        refused("does not belong to the certificate", leaf, "other");
        refused("ran out on", folder.resolve("old.crt"), "old");
        refused("the chain is not in order", reversed, "ca");
        refused("is not for elsewhere.example.com", chain, "leaf", "--host", "elsewhere.example.com");
        refused("has no certificate", folder.resolve("leaf.key"), "leaf");
        refused("it is not there", folder.resolve("absent.crt"), "leaf");
        assertDone(create("fits", "--cert", chain.toString(), "--key", folder.resolve("leaf.key").toString()));
        assertFalse(trial.has("v1 secrets/refused"));
    }

    private static void refused(String why, Path certificate, String key, String... more) {
        var all = new ArrayList<>(List.of("refused", "--cert", certificate.toString(), "--key",
                folder.resolve(key + ".key").toString()));
        all.addAll(List.of(more));
        var run = create(all.toArray(String[]::new));
        assertEquals(1, run.exit(), run.err());
        assertTrue(run.err().contains(why), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
    }

    private static Path brought(String name, String subject, int days, String issuer) throws Exception {
        var key = folder.resolve(name + ".key").toString();
        var certificate = folder.resolve(name + ".crt");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key);
        if (issuer == null && days > 0) {
            openssl("req", "-x509", "-key", key, "-subj", subject, "-days", Integer.toString(days),
                    "-out", certificate.toString());
        } else {
            var request = folder.resolve(name + ".csr").toString();
            openssl("req", "-new", "-key", key, "-subj", subject, "-addext", "subjectAltName=DNS:leaf.example.com",
                    "-out", request);
            var by = issuer == null ? new String[] {"-signkey", key}
                    : new String[] {"-CA", folder.resolve(issuer + ".crt").toString(), "-CAkey",
                            folder.resolve(issuer + ".key").toString()};
            var all = new ArrayList<>(List.of("x509", "-req", "-in", request, "-days", Integer.toString(days),
                    "-out", certificate.toString(),
                    "-copy_extensions", "copyall"));
            all.addAll(List.of(by));
            openssl(all.toArray(String[]::new));
        }
        return certificate;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --host not_a_host               | 2 | is no host name
            --host a..b                     | 2 | is no host name
            --host *.com                    | 2 | no wildcard for a whole top-level domain
            --host a.*.example.com          | 2 | stands for the first label only
            --host 192.168.49.2             | 2 | an address goes with --ip
            --host a.example.com:443        | 2 | a port has no place
            --ip 300.1.1.1                  | 2 | is no address
            --ip shop.example.com           | 2 | is no address
            --days 0                        | 2 | a number from 1 to 825
            --days 5000                     | 2 | a number from 1 to 825
            --key-type dsa                  | 2 | neither rsa2048 nor ec-p256
            --cert a --key b --days 9       | 2 | --days does not go with --cert
            --cert a --key b --self-signed  | 2 | --self-signed does not go with --cert
            --cert absent --key absent      | 1 | it is not there
            --host a.example.com -o yaml    | 2 | -o goes with --dry-run
            --cert only.pem                 | 2 | --cert and --key go together
            --out /no/such/folder           | 2 | is no folder
            Not_A_Name                      | 2 | is no name for a Secret
            --ca-dir /proc/none --host a.example.com | 1 | cannot make the folder
            """)
    void bad_input_changes_nothing(String line, int exit, String message) {
        var all = new ArrayList<>(List.of(line.split(" ")));
        if (!line.startsWith("Not")) {
            all.add("bad");
        }
        var run = line.contains("--ca-dir") ? trial.run(new CreateTlsSecret(), all.toArray(String[]::new))
                : create(all.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertFalse(trial.has("v1 secrets/bad"));
    }

    @Test
    void a_secret_for_something_else_is_left_alone() {
        trial.create("v1 secrets", Map.of("metadata", Map.of("name", "opaque"), "stringData", Map.of("a", "b")));
        var run = create("opaque", "--host", "a.example.com", "--renew");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("of type Opaque rather than kubernetes.io/tls"), run.err());
        assertEquals("Yg==", trial.get("v1 secrets/opaque").text("data", "a"));
    }

    @Test
    void somebody_elses_certificate_is_replaced_only_when_asked() {
        assertDone(trial.run(new CreateTlsSecret(), "theirs", "--host", "a.example.com", "--ca-dir",
                folder.resolve("theirs").toString()));
        assertTrue(create("theirs", "--host", "a.example.com").out().contains("still good"));
        var run = create("theirs", "--host", "b.example.com");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("somebody else made it"), run.err());
        assertDone(create("theirs", "--host", "b.example.com", "--renew"));
    }

    @Test
    void step_4_makes_its_certificate_and_proves_that_https_answers() {
        var run = trial.run(new ApplyStep(), "4");
        assertDone(run);
        assertTrue(run.out().contains("https://demoapp-puma.127.0.0.1.nip.io:"), run.out());
        assertTrue(run.out().contains("answers (HTTP 200), with the certificate of secret/demoapp-puma-tls"), run.out());
        assertFalse(run.err().contains("Warning"), run.err());
    }
}
