import { createServer, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { ServerOptions } from "node:https";
import { connect } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

interface Listening {
  readonly port: number;
  /** Ends the present connections. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
}

/** Lets a server listen on this machine. Closing it ends its connections. */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  const drop = () => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    drop,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        drop();
      }),
  };
}

/** Starts a TLS server, with one connection for each request, that passes requests on to a local control plane. */
export async function startTlsFront(target: string, options: ServerOptions) {
  let connection = "close";
  const passOn: RequestListener = (request, response) => {
    const { hostname, port, host } = new URL(target);
    const headers = { ...request.headers, host };
    const onward = httpRequest({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, connection });
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  };
  const server = createTlsServer(options, passOn);
  const { port, close } = await listen(server);
  return {
    port,
    url: `https://127.0.0.1:${port}`,
    /** Keeps connections for later requests. */
    keepConnections: () => void (connection = "keep-alive"),
    /** Changes the certificate and the other options from the next connection on. */
    present: (changed: ServerOptions) => server.setSecureContext(changed),
    close,
  };
}

/** Ways in which a proxy answers CONNECT: a tunnel, an HTTP status, or the end of the connection. */
export type ProxyAnswer = "tunnel" | number | "drop" | "drop after CONNECT";

/** Starts an HTTP proxy that leads every CONNECT to one port of this machine. */
export async function startProxy(port: number) {
  const requests: { host: string; authorization: string | undefined }[] = [];
  const state = { answer: "tunnel" as ProxyAnswer, requests };
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    requests.push({ host: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    const { answer } = state;
    if (answer === "drop") return socket.destroy();
    if (typeof answer === "number") return socket.end(`HTTP/1.1 ${answer} No\r\nConnection: close\r\n\r\nno`);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (answer === "drop after CONNECT") return socket.once("data", () => socket.destroy());
    const tunnel = connect(port, "127.0.0.1", () => {
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on("error", () => socket.destroy());
    socket.on("error", () => tunnel.destroy()).on("close", () => tunnel.destroy());
  });
  const listening = await listen(server);
  return { ...listening, url: `http://127.0.0.1:${listening.port}`, state };
}
