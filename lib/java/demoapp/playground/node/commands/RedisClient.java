package demoapp.playground.node.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import demoapp.playground.node.programs.RedisServer;

/** `redis-cli`: one command, or those that it reads. */
final class RedisClient {
    private RedisClient() { }

    static int run(Invocation call) throws IOException, InterruptedException {
        var host = "127.0.0.1";
        var port = 6379;
        var words = new ArrayList<>(call.arguments());
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            var option = words.remove(0);
            if (List.of("-h", "-p", "-a", "-n", "-u").contains(option) && !words.isEmpty()) {
                var value = words.remove(0);
                host = option.equals("-h") ? value : host;
                port = option.equals("-p") && value.matches("\\d{1,5}") ? Integer.parseInt(value) : port;
            }
        }
        var found = NetworkCommands.addresses(call, host);
        if (found.isEmpty()) {
            Invocation.write(call.streams().err(),
                    "Could not connect to Redis at %s:%d: Name or service not known\n".formatted(host, port));
            return 1;
        }
        if (!(NetworkCommands.reach(call, found.get(0), port).orElse(null) instanceof RedisServer server)) {
            Invocation.write(call.streams().err(),
                    "Could not connect to Redis at %s:%d: Connection refused\n".formatted(host, port));
            return 1;
        }
        if (!words.isEmpty()) {
            call.print(call.container().task().ask(() -> server.answer(words)) + "\n");
            return 0;
        }
        var terminal = call.streams().in() instanceof Terminal.Input;
        while (true) {
            call.print(terminal ? host + ":" + port + "> " : "");
            var line = Builtins.readLine(call.streams().in());
            if (line == null || line.strip().matches("exit|quit")) {
                return 0;
            }
            if (!line.isBlank()) {
                call.print(call.container().task().ask(() -> server.answer(List.of(line.strip().split("\\s+")))) + "\n");
            }
        }
    }
}
