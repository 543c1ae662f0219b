// The bar of 2011, in our own words: a global, document.write, and innerHTML.
// region bar
function showBar(who) {
  document.getElementById("bar").innerHTML =
    "<b>" + who.name + "</b>, basket: " + who.basket;
}
document.write('<div id="bar"></div>');
var who = BAR + "/who?callback=showBar";
document.write('<script src="' + who + '"></' + "script>");
// endregion
