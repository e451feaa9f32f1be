package io.github.latchkey.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on this machine that knows {@code CONNECT} only. It keeps what it was told and what went through it.
 */
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    ConnectProxy() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The heads of the requests to the proxy itself. */
    List<String> heads() {
        return heads;
    }

    /** What clients have sent through it, as Latin letters. */
    String sent() {
        return String.join("", sent);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        heads.add(head.toString());
        String[] target =
                head.substring("CONNECT ".length(), head.indexOf(" HTTP/")).split(":", 2);
        Socket server = new Socket(target[0], Integer.parseInt(target[1]));
        sockets.add(server);
        client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> copy(server.getInputStream(), client.getOutputStream(), false));
        copy(in, server.getOutputStream(), true);
    }

    private void copy(InputStream from, OutputStream to, boolean keep) throws IOException {
        byte[] bytes = new byte[8192];
        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
            if (keep) {
                sent.add(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
            to.write(bytes, 0, n);
            to.flush();
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side has gone, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
