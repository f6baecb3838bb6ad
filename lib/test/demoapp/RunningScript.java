package demoapp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import demoapp.Trial.Run;

/** A script on its way: what it has said so far, and its end. */
public final class RunningScript {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exit;

    public RunningScript(Object command, String... args) {
        var line = Script.commandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        exit = CompletableFuture.supplyAsync(() -> line.execute(args));
    }

    public void awaitOut(String text) {
        await(() -> out.toString().contains(text), () -> text + " is not in\n" + out + err);
    }

    public void awaitErr(String text) {
        await(() -> err.toString().contains(text), () -> text + " is not in\n" + out + err);
    }

    public Run end() throws Exception {
        return new Run(exit.get(120, TimeUnit.SECONDS), out.toString(), err.toString());
    }

    public static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        var end = Instant.now().plusSeconds(120);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), otherwise);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
