package demoapp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Programs of this machine that are asked something: within seconds, and quietly. */
public final class Program {
    /** The exit code of what is not installed. */
    static final int NOT_THERE = -1;
    private static final int SECONDS = 10;

    private Program() { }

    /** Its exit code; its output is nobody's. */
    static int exit(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return 1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return NOT_THERE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    /** What it says on stdout; "" when it is not installed or fails. */
    public static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            // Only then: destroying one that has ended closes its stdout, with what is still to be read of it.
            process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    /** Shows a page in the user's browser. @return false where no browser can be started */
    public static boolean openBrowser(String url) {
        var system = System.getProperty("os.name");
        return (system.startsWith("Mac") ? exit("open", url)
                : system.startsWith("Windows") ? exit("rundll32", "url.dll,FileProtocolHandler", url)
                : exit("xdg-open", url)) == 0;
    }
}
