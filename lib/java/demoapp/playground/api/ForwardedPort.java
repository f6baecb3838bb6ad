package demoapp.playground.api;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

import demoapp.playground.node.Node;
import demoapp.playground.node.programs.Http;

/**
 * One connection to a port of a pod: HTTP requests come in as bytes, and the program's responses go out. What speaks
 * another protocol hangs up. For the event loop only.
 */
final class ForwardedPort {
    private static final int BODY_LIMIT = 1024 * 1024;

    /** @param context of the event loop */
    record Pod(Context context, Node node, String namespace, String name) { }

    private final Pod pod;
    private final int port;
    private final Consumer<Buffer> out;
    private final Consumer<String> failed;
    private final Runnable ended;
    private final EmbeddedChannel codec =
            new EmbeddedChannel(new HttpServerCodec(), new HttpObjectAggregator(BODY_LIMIT));
    private final ArrayDeque<FullHttpRequest> requests = new ArrayDeque<>();
    private boolean asking = true;
    private boolean inputEnded;
    private boolean over;

    /**
     * @param out takes what the program sends
     * @param failed takes what the kubelet says when nobody listens there
     * @param ended runs once the program has hung up
     */
    ForwardedPort(Pod pod, int port, Consumer<Buffer> out, Consumer<String> failed, Runnable ended) {
        this.pod = pod;
        this.port = port;
        this.out = out;
        this.failed = failed;
        this.ended = ended;
    }

    void connect() {
        pod.node.connect(pod.namespace, pod.name, port, answer -> pod.context.runOnContext(now -> {
            if (over) {
                return;
            }
            switch (answer) {
                case REFUSED -> {
                    failed.accept(refusal());
                    end();
                }
                case OTHER -> end();
                default -> {
                    asking = false;
                    next();
                }
            }
        }));
    }

    /** As containerd words it. */
    private String refusal() {
        var sandbox = "playground-" + pod.name;
        return ("error forwarding port %1$d to pod %2$s, uid : failed to execute portforward in network namespace "
                + "\"/var/run/netns/%2$s\": failed to connect to localhost:%1$d inside namespace \"%2$s\", IPv4: dial "
                + "tcp4 127.0.0.1:%1$d: connect: connection refused IPv6 dial tcp6 [::1]:%1$d: connect: connection "
                + "refused ").formatted(port, sandbox);
    }

    void receive(Buffer bytes) {
        if (over) {
            return;
        }
        codec.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
        flush(); // a 100 or a 413 of the codec's own
        for (Object request = codec.readInbound(); request != null; request = codec.readInbound()) {
            requests.add((FullHttpRequest) request);
        }
        next();
    }

    /** The client sends no more; what it has asked is still answered. */
    void inputEnds() {
        inputEnded = true;
        next();
    }

    /** One request after the other, as they came. */
    private void next() {
        if (asking || over) {
            return;
        }
        var request = requests.poll();
        if (request == null) {
            if (inputEnded) {
                end();
            }
            return;
        }
        if (request.decoderResult().isFailure()) {
            request.release();
            end();
            return;
        }
        asking = true;
        var keepAlive = HttpUtil.isKeepAlive(request);
        var headRequest = request.method().name().equals("HEAD");
        pod.node.ask(pod.namespace, pod.name, port, plain(request), response -> pod.context.runOnContext(now -> {
            asking = false;
            answer(response, keepAlive, headRequest);
        }));
    }

    private static Http.Request plain(FullHttpRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.merge(header.getKey().toLowerCase(), header.getValue(), (one, other) -> one + ", " + other);
        }
        var body = ByteBufUtil.getBytes(request.content());
        request.release();
        return new Http.Request(request.method().name(), request.uri(), headers, body);
    }

    private void answer(Optional<Http.Response> response, boolean keepAlive, boolean headRequest) {
        if (over || response.isEmpty()) {
            end();
            return;
        }
        var body = response.get().body();
        var full = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.get().status()),
                Unpooled.wrappedBuffer(headRequest ? new byte[0] : body));
        response.get().headers().forEach(full.headers()::set);
        full.headers().set("content-length", body.length);
        codec.writeOutbound(full);
        flush();
        if (keepAlive) {
            next();
        } else {
            end();
        }
    }

    private void flush() {
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            out.accept(Buffer.buffer(ByteBufUtil.getBytes(bytes)));
            bytes.release();
        }
    }

    private void end() {
        if (!over) {
            close();
            ended.run();
        }
    }

    /** The client is gone. */
    void close() {
        over = true;
        codec.finishAndReleaseAll();
        requests.forEach(FullHttpRequest::release);
        requests.clear();
    }
}
