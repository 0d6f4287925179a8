// beside each drawing as SVG the same as PNG, twice as large: drawn by the browser, so that no page carries it
for (const link of document.querySelectorAll("figcaption a[download$='.svg']")) {
  const other = Object.assign(document.createElement("a"), { textContent: "as PNG", href: "#" });
  const also = Object.assign(document.createElement("span"), { className: "on-screen" });
  also.append(", ", other);
  link.after(also);
  other.addEventListener("click", async (event) => {
    if (other.download) return;
    event.preventDefault();
    const image = new Image(), canvas = document.createElement("canvas");
    image.src = link.href;
    await image.decode();
    Object.assign(canvas, { width: 2 * image.width, height: 2 * image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    Object.assign(other, { href: canvas.toDataURL("image/png"), download: link.download.replace(/svg$/, "png") });
    other.click();
  });
}
