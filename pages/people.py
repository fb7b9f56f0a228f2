"""People: who may do what?"""

from presentation.words.catalogue import marked, text
from ui.frame import draw_lead, draw_title, frame
from ui.guard import enter, note_visit
from ui.people import draw_people
from ui.place import Place
from ui.problem import problems_shown

QUESTION = marked("Who may do what?")


with problems_shown(), frame():
    visit = enter("people")
    draw_title(visit, text(QUESTION), (), (), Place())
    note_visit(visit, "people", None)
    draw_lead(((text("Names are claimed at this computer, not proved; roles say what each name may do here."), False),))
    draw_people(visit)
