// Asks once a second while an answer is awaited, for two minutes at most, and leaves the form alone.
let times = 120;
const wait = () => document.querySelector("#messages .awaited") && times-- > 0 && setTimeout(look, 1000);
async function look() {
  try {
    const response = await fetch("/", {headers: {accept: "text/html"}});
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#messages");
    if (fresh) document.querySelector("#messages").replaceWith(fresh);
  } catch (unreachable) {
    // The next time may do: a pod may just be going.
  }
  wait();
}
wait();
