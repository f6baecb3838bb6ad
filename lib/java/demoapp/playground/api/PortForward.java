package demoapp.playground.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

import demoapp.playground.node.Node;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * …/pods/NAME/portforward: connections to a pod's ports through a WebSocket. Either SPDY within it, as kubectl does from
 * 1.31 on, or two channels for each port in the query, as fabric8's client does: one for the data, one for an error.
 */
final class PortForward {
    private static final String CHANNELS = "v4.channel.k8s.io";

    private PortForward() { }

    /** @param streams counts the open ones */
    static void start(Call call, Vertx vertx, Registry registry, Node node, Target target, AtomicInteger streams) {
        var pod = registry.store().get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, target.name()));
        Exec.requireHost(pod, target.name());
        Exec.requireWebSocket(call);
        var protocol = WebSockets.choose(call.request, List.of(SpdyTunnel.PROTOCOL, CHANNELS));
        if (protocol.isEmpty()) {
            WebSockets.forbid(call.request);
            return;
        }
        var channels = protocol.get().equals(CHANNELS);
        var ports = channels ? ports(call) : List.<Integer>of();
        WebSockets.open(call, protocol.get(), socket -> {
            streams.incrementAndGet();
            call.whenOver(streams::decrementAndGet);
            var pods = new ForwardedPort.Pod(vertx.getOrCreateContext(), node, target.namespace(), target.name());
            if (channels) {
                forward(call, socket, pods, ports);
            } else {
                var tunnel = new SpdyTunnel(socket, pods);
                call.whenOver(tunnel::close);
            }
        });
    }

    /** `ports=80&ports=443,8080` */
    private static List<Integer> ports(Call call) {
        var given = call.request.params().getAll("ports");
        if (given.isEmpty()) {
            throw ApiException.badRequest("query parameter \"ports\" is required");
        }
        var ports = new ArrayList<Integer>();
        for (var port : String.join(",", given).split(",", -1)) {
            if (port.isEmpty()) {
                throw ApiException.badRequest("query parameter \"ports\" cannot be empty");
            }
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
                throw ApiException.badRequest("unable to parse \"%s\" as a port: strconv.ParseUint: parsing \"%s\": %s"
                        .formatted(port, port, port.matches("\\d+") ? "value out of range" : "invalid syntax"));
            }
            if (Integer.parseInt(port) < 1) {
                throw ApiException.badRequest("port \"%s\" must be > 0".formatted(port));
            }
            ports.add(Integer.valueOf(port));
        }
        return ports;
    }

    private static void forward(Call call, ServerWebSocket socket, ForwardedPort.Pod pod, List<Integer> ports) {
        var connections = new HashMap<Integer, ForwardedPort>();
        for (var i = 0; i < ports.size(); i++) {
            var data = 2 * i;
            for (var channel : List.of(data, data + 1)) { // each begins with the port that it is for
                socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) (int) channel)
                        .appendUnsignedShortLE(ports.get(i)));
            }
            connections.put(data, new ForwardedPort(pod, ports.get(i),
                    bytes -> send(socket, data, bytes), error -> send(socket, data + 1, Buffer.buffer(error)),
                    () -> {
                        connections.remove(data);
                        if (connections.isEmpty()) {
                            socket.close();
                        }
                    }));
        }
        List.copyOf(connections.values()).forEach(ForwardedPort::connect);
        socket.binaryMessageHandler(message -> {
            var connection = message.length() == 0 ? null : connections.get((int) message.getUnsignedByte(0));
            if (connection != null) {
                connection.receive(message.getBuffer(1, message.length()));
            }
            WebSockets.waitForReader(socket);
        });
        call.whenOver(() -> List.copyOf(connections.values()).forEach(ForwardedPort::close));
    }

    private static void send(ServerWebSocket socket, int channel, Buffer bytes) {
        if (!socket.isClosed()) {
            socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) channel).appendBuffer(bytes));
        }
    }
}
