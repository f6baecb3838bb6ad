package demoapp.playground.api;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

import demoapp.json.Json;
import demoapp.playground.node.Node;
import demoapp.playground.node.commands.Stdio;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** …/pods/NAME/exec and …/attach: a command, or the container's own program, at the other end of a WebSocket. */
final class Exec {
    /** kubectl throws away what comes before it has made its streams; a real container takes longer to answer. */
    private static final long START_MILLIS = 50;

    private final Call call;
    private final Vertx vertx;
    private final Node node;
    private final Target target;
    private final String container;

    private Exec(Call call, Vertx vertx, Node node, Target target, String container) {
        this.call = call;
        this.vertx = vertx;
        this.node = node;
        this.target = target;
        this.container = container;
    }

    /** @param streams counts the open ones */
    static void start(Call call, Vertx vertx, Registry registry, Node node, Target target, AtomicInteger streams) {
        var pod = registry.store().get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, target.name()));
        var container = PodLog.container(call, pod, target.name());
        requireHost(pod, target.name());
        requireWebSocket(call);
        if (!call.truth("stdin") && !call.truth("stdout") && !call.truth("stderr")) {
            throw ApiException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        var protocol = WebSockets.choose(call.request, ExecChannels.PROTOCOLS);
        if (protocol.isEmpty()) {
            WebSockets.forbid(call.request);
            return;
        }
        var exec = new Exec(call, vertx, node, target, container);
        WebSockets.open(call, protocol.get(), socket -> {
            streams.incrementAndGet();
            call.whenOver(streams::decrementAndGet);
            exec.opened(socket);
        });
    }

    static void requireHost(Map<String, Object> pod, String name) {
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            throw ApiException.badRequest("pod %s does not have a host assigned".formatted(name));
        }
    }

    static void requireWebSocket(Call call) {
        if (!WebSockets.isUpgrade(call.request)) {
            throw ApiException.badRequest("Upgrade request required");
        }
        if (!WebSockets.isWebSocket(call.request)) {
            throw ApiException.badRequest("the playground speaks WebSocket here, not SPDY: kubectl does from 1.31 on");
        }
    }

    private void opened(ServerWebSocket socket) {
        var channels = new ExecChannels(socket, vertx.getOrCreateContext(), () -> call.request.connection().close());
        call.whenOver(channels::close);
        vertx.setTimer(START_MILLIS, id -> {
            channels.greet(call.truth("stdout") ? ExecChannels.STDOUT : ExecChannels.STDERR);
            if (target.subresource().equals("exec")) {
                execute(channels);
            } else {
                attach(channels);
            }
        });
    }

    private void execute(ExecChannels channels) {
        var context = vertx.getOrCreateContext();
        var command = call.request.params().getAll("command");
        var out = call.truth("stdout") ? channels.output(ExecChannels.STDOUT) : OutputStream.nullOutputStream();
        var err = call.truth("stderr") ? channels.output(ExecChannels.STDERR) : OutputStream.nullOutputStream();
        node.exec(target.namespace(), target.name(), container, command.isEmpty() ? List.of("") : command,
                new Stdio(call.truth("stdin"), call.truth("tty"), out, err),
                session -> context.runOnContext(now -> channels.start(session)),
                code -> channels.exited(code, command), channels::failed);
    }

    private void attach(ExecChannels channels) {
        var context = vertx.getOrCreateContext();
        node.attach(target.namespace(), target.name(), container, bytes -> {
            if (bytes == null) {
                channels.succeeded();
            } else {
                channels.offer(ExecChannels.STDOUT, bytes);
            }
        }, session -> context.runOnContext(now -> channels.start(session)), channels::failed);
    }
}
