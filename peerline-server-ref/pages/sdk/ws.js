/** A link over a WebSocket. `on`: `opened()`, `message(data)`, `closed()`. */
export function dialWebSocket({ url, frames, WebSocket }, on) {
  const socket = new WebSocket(url, frames.subprotocol);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => on.opened();
  socket.onmessage = ({ data }) => on.message(typeof data === "string" ? data : new Uint8Array(data));
  socket.onclose = () => on.closed();
  return {
    send: (data) => socket.send(data),
    close() {
      for (const name of ["onopen", "onmessage", "onclose"]) socket[name] = null;
      socket.close();
    },
  };
}
