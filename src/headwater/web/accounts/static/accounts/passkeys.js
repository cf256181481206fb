// Says on the page what allauth's script would say only to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey-trouble");
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
