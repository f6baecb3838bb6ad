package demoapp.playground.node.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Program;

/** Commands that ask other programs in the cluster. The world outside cannot be reached from here. */
final class NetworkCommands {
    private static final String DNS = "10.96.0.10";

    private NetworkCommands() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("curl", NetworkCommands::curl);
        commands.put("getent", NetworkCommands::getent);
        commands.put("nc", NetworkCommands::netcat);
        commands.put("nslookup", NetworkCommands::nslookup);
        commands.put("ping", NetworkCommands::ping);
        commands.put("wget", NetworkCommands::wget);
    }

    static List<String> addresses(Invocation call, String host) throws InterruptedException {
        if (host.equals("localhost") || host.startsWith("127.")) {
            return List.of("127.0.0.1");
        }
        var around = call.container().around();
        return host.equals(call.container().hostname()) ? List.of(around.ip())
                : call.container().task().ask(() -> around.network().addresses(around.namespace(), host));
    }

    /** The program that listens there; empty: the connection is refused. */
    static Optional<Program> reach(Invocation call, String ip, int port) throws InterruptedException {
        var around = call.container().around();
        return call.container().task().ask(() ->
                around.network().reach(ip.startsWith("127.") ? around.ip() : ip, port));
    }

    private static int nslookup(Invocation call) throws IOException, InterruptedException {
        var name = call.operands().isEmpty() ? "" : call.operands().get(0);
        var found = addresses(call, name);
        call.print("Server:\t\t" + DNS + "\nAddress:\t" + DNS + ":53\n\n");
        if (found.isEmpty()) {
            call.print("** server can't find " + name + ": NXDOMAIN\n\n");
            return 1;
        }
        for (var address : found) {
            call.print("Name:\t" + fullName(call, name) + "\nAddress: " + address + "\n");
        }
        call.print("\n");
        return 0;
    }

    private static String fullName(Invocation call, String name) {
        var steps = name.split("\\.");
        return name.endsWith(".local") || name.matches("[\\d.]+|localhost") ? name
                : steps.length == 1 ? name + "." + call.container().around().namespace() + ".svc.cluster.local"
                : name.replaceFirst("\\.svc$", "") + ".svc.cluster.local";
    }

    private static int getent(Invocation call) throws IOException, InterruptedException {
        var name = call.operands().size() < 2 ? "" : call.operands().get(1);
        var found = addresses(call, name);
        for (var address : found) {
            call.print("%-15s %s\n".formatted(address, fullName(call, name)));
        }
        return found.isEmpty() ? 2 : 0;
    }

    private static int ping(Invocation call) throws IOException, InterruptedException {
        var count = call.option("-c", "4");
        var host = call.operands().isEmpty() ? "" : call.operands().get(call.operands().size() - 1);
        var found = addresses(call, host);
        if (found.isEmpty()) {
            return call.fail(1, "bad address '" + host + "'");
        }
        call.print("PING %s (%s): 56 data bytes\n".formatted(host, found.get(0)));
        for (var i = 0; i < (count.matches("\\d{1,4}") ? Integer.parseInt(count) : 4); i++) {
            call.print("64 bytes from %s: seq=%d ttl=64 time=0.05 ms\n".formatted(found.get(0), i));
            call.container().task().sleep(1);
        }
        return 0;
    }

    /** nc -z HOST PORT: whether somebody listens there. */
    private static int netcat(Invocation call) throws IOException, InterruptedException {
        var operands = call.operands();
        if (operands.size() < 2 || !operands.get(operands.size() - 1).matches("\\d{1,5}")) {
            return call.fail(1, "the playground's nc only looks whether HOST PORT is open");
        }
        var host = operands.get(operands.size() - 2);
        var port = operands.get(operands.size() - 1);
        var found = addresses(call, host);
        if (found.isEmpty()) {
            return call.fail(1, "bad address '" + host + "'");
        }
        var open = reach(call, found.get(0), Integer.parseInt(port)).isPresent();
        if (call.has('v')) {
            Invocation.write(call.streams().err(), open ? "%s (%s:%s) open\n".formatted(host, found.get(0), port)
                    : "nc: %s (%s:%s): Connection refused\n".formatted(host, found.get(0), port));
        }
        return open ? 0 : 1;
    }

    // HTTP

    /** Where a URL leads. */
    private record Address(String host, int port, String target) {
        static Address of(String url) {
            var rest = url.replaceFirst("^\\w+://", "");
            var slash = rest.indexOf('/');
            var authority = slash < 0 ? rest : rest.substring(0, slash);
            var colon = authority.indexOf(':');
            var port = colon < 0 ? url.startsWith("https:") ? "443" : "80" : authority.substring(colon + 1);
            return new Address(colon < 0 ? authority : authority.substring(0, colon),
                    port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0, slash < 0 ? "/" : rest.substring(slash));
        }
    }

    private static Optional<Http.Response> send(Invocation call, Program program, Http.Request request)
            throws InterruptedException {
        return call.container().task().ask(() -> program.http(request));
    }

    private static Http.Request request(Invocation call, Address address, String method, String body, String agent) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("host", address.host + (address.port == 80 ? "" : ":" + address.port));
        headers.put("user-agent", agent);
        headers.put("accept", "*/*");
        for (var i = 0; i + 1 < call.arguments().size(); i++) {
            var header = call.arguments().get(i + 1).split(":\\s*", 2);
            if (call.arguments().get(i).matches("-H|--header") && header.length == 2) {
                headers.put(header[0].toLowerCase(), header[1]);
            }
        }
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            headers.put("content-length", Integer.toString(bytes.length));
            headers.putIfAbsent("content-type", "application/x-www-form-urlencoded");
        }
        return new Http.Request(method, address.target, headers, bytes);
    }

    private static int wget(Invocation call) throws IOException, InterruptedException {
        var url = call.arguments().isEmpty() ? "" : call.arguments().get(call.arguments().size() - 1);
        var address = Address.of(url);
        var found = addresses(call, address.host);
        if (found.isEmpty()) {
            return call.fail(1, "bad address '" + address.host + "'");
        }
        if (!call.has('q')) {
            Invocation.write(call.streams().err(), "Connecting to %s (%s:%d)\n".formatted(
                    address.host + (address.port == 80 ? "" : ":" + address.port), found.get(0), address.port));
        }
        var program = reach(call, found.get(0), address.port);
        if (program.isEmpty()) {
            return call.fail(1, "can't connect to remote host (%s): Connection refused".formatted(found.get(0)));
        }
        var body = call.option("--post-data", "");
        var response = send(call, program.get(), request(call, address, body.isEmpty() ? "GET" : "POST", body, "Wget"));
        if (response.isEmpty()) {
            return call.fail(1, "error getting response");
        }
        if (response.get().status() >= 400) {
            return call.fail(1, "server returned error: HTTP/1.1 %d %s".formatted(response.get().status(),
                    HttpText.reason(response.get().status())));
        }
        if (call.arguments().contains("--spider")) {
            return 0;
        }
        var options = String.join(" ", call.arguments());
        if (options.matches(".*-\\w*O ?-.*")) {
            call.streams().out().write(response.get().body());
            call.streams().out().flush();
            return 0;
        }
        var name = FileTree.name(address.target.replaceFirst("\\?.*", ""));
        var file = call.option("-O", name.isEmpty() ? "index.html" : name);
        call.files().store(call.path(file), response.get().body());
        if (!call.has('q')) {
            Invocation.write(call.streams().err(), "saving to '%1$s'\n'%1$s' saved\n".formatted(file));
        }
        return 0;
    }

    private static int curl(Invocation call) throws IOException, InterruptedException {
        var url = call.arguments().stream().filter(word -> word.contains("://")).findFirst()
                .orElse(call.operands().isEmpty() ? "" : call.operands().get(call.operands().size() - 1));
        var address = Address.of(url);
        var quiet = call.has('s') && !call.has('S');
        var found = addresses(call, address.host);
        if (found.isEmpty()) {
            return quiet ? 6 : say(call, 6, "Could not resolve host: " + address.host);
        }
        var program = reach(call, found.get(0), address.port);
        if (program.isEmpty()) {
            return quiet ? 7 : say(call, 7, "Failed to connect to %s port %d after 0 ms: Could not connect to server"
                    .formatted(address.host, address.port));
        }
        var body = call.option("-d", call.option("--data", ""));
        var method = call.option("-X", call.option("--request", call.has('I') ? "HEAD" : body.isEmpty() ? "GET" : "POST"));
        var response = send(call, program.get(), request(call, address, method, body, "curl/8.11.1"));
        if (response.isEmpty()) {
            return quiet ? 52 : say(call, 52, "Empty reply from server");
        }
        if (call.has('f') && response.get().status() >= 400) {
            return quiet ? 22 : say(call, 22, "The requested URL returned error: " + response.get().status());
        }
        if (call.has('i') || call.has('I')) {
            call.print(HttpText.head(response.get()));
        }
        if (!call.has('I')) {
            var file = call.option("-o", "-");
            if (file.equals("-")) {
                call.streams().out().write(response.get().body());
                call.streams().out().flush();
            } else if (!file.equals("/dev/null")) {
                call.files().store(call.path(file), response.get().body());
            }
        }
        var format = call.option("-w", call.option("--write-out", ""));
        call.print(format.replace("%{http_code}", Integer.toString(response.get().status())).replace("\\n", "\n"));
        return 0;
    }

    private static int say(Invocation call, int code, String message) throws IOException {
        return call.fail(code, "(" + code + ") " + message);
    }
}
