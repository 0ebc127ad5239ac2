class Job:
    def __init__(self, glue):
        self.glue = glue

    def init(self, name, arguments):
        self.glue.begin(name)

    def commit(self):
        self.glue.commit()
