package demoapp.playground.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/**
 * A SPDY/3.1 connection within a WebSocket, through which kubectl forwards ports: a pair of streams for each connection
 * to a port, one for the data, one for an error. kubectl's SPDY knows no flow control, so there is none. Netty's codec,
 * which comes with Vert.x, does the framing.
 */
final class SpdyTunnel {
    static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";
    private static final int MOST_STREAMS = 2000;

    private final ServerWebSocket socket;
    private final ForwardedPort.Pod pod;
    private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    /** The error streams whose data stream has not come yet, by request. */
    private final Map<String, Integer> errorStreams = new HashMap<>();
    /** The connections by their data streams. */
    private final Map<Integer, ForwardedPort> connections = new HashMap<>();

    SpdyTunnel(ServerWebSocket socket, ForwardedPort.Pod pod) {
        this.socket = socket;
        this.pod = pod;
        socket.binaryMessageHandler(this::receive);
    }

    /** The client is gone. */
    void close() {
        connections.values().forEach(ForwardedPort::close);
        connections.clear();
        codec.finishAndReleaseAll();
    }

    private void receive(Buffer message) {
        try {
            codec.writeInbound(Unpooled.wrappedBuffer(message.getBytes()));
            for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
                try {
                    handle(frame);
                } finally {
                    ReferenceCountUtil.release(frame);
                }
            }
            WebSockets.waitForReader(socket);
        } catch (Exception notSpdy) {
            socket.close((short) 1002, "not SPDY/3.1");
        }
    }

    private void handle(Object frame) {
        if (frame instanceof SpdySynStreamFrame opened) {
            open(opened);
        } else if (frame instanceof SpdyDataFrame data) {
            var connection = connections.get(data.streamId());
            if (connection != null) {
                connection.receive(Buffer.buffer(ByteBufUtil.getBytes(data.content())));
                if (data.isLast()) {
                    connection.inputEnds();
                }
            }
        } else if (frame instanceof SpdyRstStreamFrame reset) {
            var connection = connections.remove(reset.streamId());
            if (connection != null) {
                connection.close();
            }
        } else if (frame instanceof SpdyPingFrame ping) {
            send(ping); // the same back
        }
    }

    private void open(SpdySynStreamFrame opened) {
        var id = opened.streamId();
        var type = header(opened, "streamtype");
        var port = header(opened, "port");
        var request = header(opened, "requestid");
        if (!List.of("data", "error").contains(type) || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > 65535
                || connections.size() + errorStreams.size() > MOST_STREAMS) {
            send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.REFUSED_STREAM));
            return;
        }
        var reply = new DefaultSpdySynReplyFrame(id);
        reply.headers().set("server", "playground"); // kubectl does not understand a reply with no headers at all
        send(reply);
        if (type.equals("error")) {
            errorStreams.put(request, id);
            return;
        }
        var errors = errorStreams.remove(request);
        if (errors == null) {
            send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.PROTOCOL_ERROR));
            return;
        }
        var connection = new ForwardedPort(pod, Integer.parseInt(port), bytes -> data(id, bytes, false),
                error -> data(errors, Buffer.buffer(error), false), () -> {
                    connections.remove(id);
                    data(id, Buffer.buffer(), true);
                    data(errors, Buffer.buffer(), true);
                });
        connections.put(id, connection);
        connection.connect();
    }

    private static String header(SpdySynStreamFrame frame, String name) {
        var value = frame.headers().get(name);
        return value == null ? "" : value.toString();
    }

    private void data(int stream, Buffer bytes, boolean last) {
        var frame = new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(bytes.getBytes()));
        frame.setLast(last);
        send(frame);
    }

    private void send(Object frame) {
        codec.writeOutbound(frame);
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            if (!socket.isClosed()) {
                socket.writeBinaryMessage(Buffer.buffer(ByteBufUtil.getBytes(bytes)));
            }
            bytes.release();
        }
    }
}
