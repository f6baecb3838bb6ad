import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import demoapp.Trial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Step 4's page, as browsers and other programs of this machine load it: with the CA trusted, and without. */
class HttpsTest {
    private static final String HOST = "demoapp-puma.127.0.0.1.nip.io";

    private record Said(int exit, String text) { }

    @TempDir static Path folder;
    private static Trial trial;
    private static Path ca;
    private static URI url;

    @BeforeAll
    static void bring_up_step_4() throws Exception {
        trial = new Trial(folder.resolve("playground"));
        var run = trial.run(new ApplyStep(), "4");
        assertEquals(0, run.exit(), run.err());
        url = URI.create(run.lines().stream().filter(line -> line.startsWith("https://")).findFirst().orElseThrow()
                .split(" ")[0]);
        // The CA's certificate follows the server's own.
        var chain = new String(Base64.getDecoder().decode(trial.get("v1 secrets/demoapp-puma-tls").text("data", "tls.crt")));
        ca = Files.writeString(folder.resolve("ca.crt"), chain.substring(chain.lastIndexOf("-----BEGIN CERTIFICATE-----")));
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    private static Said run(Map<String, String> environment, String... command) throws Exception {
        var said = Files.createTempFile(folder, "said", "");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        var process = builder.start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), "does not end: " + String.join(" ", command));
        return new Said(process.exitValue(), Files.readString(said));
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    @Test
    void openssl_connects_and_finds_the_certificate_in_order() throws Exception {
        var command = List.of("openssl", "s_client", "-connect", "127.0.0.1:" + url.getPort(), "-servername", HOST,
                "-verify_hostname", HOST, "-verify_return_error", "-CAfile", ca.toString());
        var trusting = run(Map.of(), command.toArray(String[]::new));
        assertEquals(0, trusting.exit, trusting.text);
        assertTrue(trusting.text.contains("Verify return code: 0 (ok)"), trusting.text);

        var other = new ArrayList<>(command);
        other.set(command.indexOf("-verify_hostname") + 1, "other.example.com");
        assertFalse(run(Map.of(), other.toArray(String[]::new)).exit == 0, "it is for another host");
        assertFalse(run(Map.of(), command.subList(0, command.size() - 2).toArray(String[]::new)).exit == 0,
                "nobody vouches for it");
    }

    @Test
    void java_loads_the_page_once_keytool_has_imported_the_ca() throws Exception {
        var store = folder.resolve("trusted.p12");
        var imported = run(Map.of(), Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importcert", "-noprompt", "-keystore", store.toString(), "-storepass", "changeit",
                "-alias", "demoapp-ca", "-file", ca.toString());
        assertEquals(0, imported.exit, imported.text);
        assertTrue(firstLine(KeyStore.getInstance(store.toFile(), "changeit".toCharArray())).startsWith("HTTP/1.1 200"));
        var refusal = assertThrows(SSLHandshakeException.class, () -> firstLine(null));
        assertTrue(refusal.getMessage().startsWith("PKIX path"), refusal.getMessage());
    }

    /** What the Ingress answers to Java's own TLS client. @param trusted null: what Java trusts by itself */
    private static String firstLine(KeyStore trusted) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()));
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, url.getPort(), true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n").getBytes());
            return new String(socket.getInputStream().readAllBytes()).lines().findFirst().orElse("");
        }
    }

    @Test
    void a_browser_loads_the_page_once_it_trusts_the_ca_and_not_before() throws Exception {
        assumeTrue(has("chromium") && has("certutil"), "skipped: chromium and certutil (libnss3-tools) are not installed");
        var home = Files.createDirectories(folder.resolve("home"));
        var before = browse(home);
        assertTrue(before.text.contains("ERR_CERT_AUTHORITY_INVALID") && !before.text.contains("<title>demoapp</title>"),
                before.text);

        var authority = Files.createDirectories(folder.resolve("authority"));
        Files.copy(ca, authority.resolve("ca.crt"));
        assertTrust("untrust", "", home, authority);
        assertTrust("trust", "trusts it", home, authority);
        var trusting = browse(home);
        assertTrue(trusting.text.contains("<title>demoapp</title>"), trusting.text);

        assertTrust("untrust", "does not trust it any more", home, authority);
        var after = browse(home);
        assertTrue(after.text.contains("ERR_CERT_AUTHORITY_INVALID"), after.text);
    }

    /** The script in a process of its own, since the browser's store is found by HOME; the system's is left alone. */
    private static void assertTrust(String verb, String expected, Path home, Path authority) throws Exception {
        var said = run(Map.of("HOME", home.toString()), Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "CreateTlsSecret", verb, "--store", "browser", "--ca-dir",
                authority.toString());
        assertEquals(0, said.exit, said.text);
        assertTrue(said.text.contains(expected), said.text);
    }

    private static Said browse(Path home) throws Exception {
        return run(Map.of("HOME", home.toString()), "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                "--host-resolver-rules=MAP " + HOST + " 127.0.0.1",
                "--dump-dom", url.toString());
    }
}
